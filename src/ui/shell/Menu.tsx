/**
 * @file A button that opens a menu (WAI-ARIA's menu button): arrows, Home, End and first letters move, Escape
 * and Tab leave. What cannot be chosen can still be reached, so that its reason is read.
 */
import {
  createContext,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { Icon, type IconName } from './Icon.tsx';

interface MenuProps {
  /** On the button, where there is room. */
  label: string;
  /** What is in the menu, in a few words. */
  about: string;
  icon: IconName;
  testId: string;
  children: ReactNode;
}

/** Ends the menu; the button has the focus again. */
const CloseContext = createContext<() => void>(() => undefined);

export function Menu({ label, about, icon, testId, children }: MenuProps) {
  const [opened, setOpened] = useState<'first' | 'last' | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (opened === null) return;
    const leave = ({ target }: PointerEvent) => {
      if (target instanceof Node && root.current?.contains(target) !== true) setOpened(null);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [opened]);
  const close = () => {
    setOpened(null);
    button.current?.focus();
  };
  const toggle = () => setOpened(opened === null ? 'first' : null);
  const openByArrow = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpened(event.key === 'ArrowDown' ? 'first' : 'last');
  };
  return (
    <div
      className="menu-root"
      ref={root}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && root.current?.contains(relatedTarget) !== true) setOpened(null);
      }}
    >
      <button
        ref={button}
        type="button"
        className="button"
        data-testid={testId}
        aria-haspopup="menu"
        aria-expanded={opened !== null}
        aria-controls={opened === null ? undefined : id}
        aria-label={`${label}: ${about}`}
        title={`${label}: ${about}`}
        onClick={toggle}
        onKeyDown={openByArrow}
      >
        <Icon name={icon} />
        <span className="button-label">{label}</span>
      </button>
      {opened !== null && (
        <CloseContext value={close}>
          <Items id={id} name={label} from={opened}>
            {children}
          </Items>
        </CloseContext>
      )}
    </div>
  );
}

interface ItemsProps {
  id: string;
  name: string;
  /** The item that has the focus at first. */
  from: 'first' | 'last';
  children: ReactNode;
}

function Items({ id, name, from, children }: ItemsProps) {
  const menu = useRef<HTMLDivElement>(null);
  const close = useContext(CloseContext);
  useEffect(() => {
    itemsOf(menu.current)
      .at(from === 'first' ? 0 : -1)
      ?.focus();
  }, [from]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') {
      // The focus goes on from the button, as if the menu had not been there.
      close();
      return;
    }
    if (event.key === 'Escape') close();
    else if (!move(itemsOf(menu.current), event)) return;
    event.preventDefault();
  };
  return (
    <div
      ref={menu}
      id={id}
      className="menu"
      role="menu"
      aria-label={name}
      // Where it is longer than the page it scrolls.
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
];

/** Moves the focus. Returns whether the key is one that does. */
function move(items: readonly HTMLElement[], { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const now = items.findIndex((item) => item === document.activeElement);
  const target = () => {
    if (key === 'ArrowDown') return items[(now + 1) % items.length];
    if (key === 'ArrowUp') return items.at(now < 1 ? -1 : now - 1);
    if (key === 'Home') return items[0];
    if (key === 'End') return items.at(-1);
    if (key.length > 1 || key === ' ' || ctrlKey || metaKey || altKey) return undefined;
    const after = [...items.slice(now + 1), ...items.slice(0, now + 1)];
    return after.find((item) => item.textContent.toLowerCase().startsWith(key.toLowerCase()));
  };
  const item = target();
  item?.focus();
  return item !== undefined;
}

export const MenuGroup = ({ title, children }: { title: string; children: ReactNode }) => (
  <div role="group" aria-label={title}>
    <p className="menu-title" aria-hidden="true">
      {title}
    </p>
    {children}
  </div>
);

interface MenuItemProps {
  label: string;
  /** What it is for, in a few words. */
  about: string;
  /** Why it cannot be chosen now. */
  unavailable?: string | undefined;
  testId: string;
  onChoose: () => void;
}

export function MenuItem({ label, about, unavailable, testId, onChoose }: MenuItemProps) {
  const close = useContext(CloseContext);
  const id = useId();
  const choose = () => {
    if (unavailable !== undefined) return;
    close();
    onChoose();
  };
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className="menu-item"
      data-testid={testId}
      aria-disabled={unavailable !== undefined}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-about`}
      onClick={choose}
    >
      <span id={`${id}-label`}>{label}</span>
      <small id={`${id}-about`}>{unavailable ?? about}</small>
    </button>
  );
}
