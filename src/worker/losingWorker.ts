/** @file The training worker, with a device that a test can destroy. */
import './losingDevice.ts';
import './worker.ts';
