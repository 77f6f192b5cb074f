/** @file The worker that verifies recordings, with a device that a test can destroy. */
import './losingDevice.ts';
import './verifyWorker.ts';
