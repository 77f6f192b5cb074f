/** @file The device check of the page, which is made when its page is first shown. */
import { useStore } from 'zustand';
import type { CheckState, DeviceCheck } from '../../store/check/check.ts';
import { checkOf } from '../../store/check/onPage.ts';
import { usePage } from '../PageContext.ts';

export const useCheck = (): DeviceCheck => usePage().part(checkOf);

export const useCheckState = <T>(select: (state: CheckState) => T): T => useStore(useCheck().store, select);
