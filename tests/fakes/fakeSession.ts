// A page of a browser by hand: what it was asked, and events when the test says so.
import type {
  CommandAnswer,
  CommandName,
  CommandParams,
  EventName,
  EventParams,
  Session,
} from '../../src/main/shell/chromium/pipeClient.ts';

export class FakeSession implements Session {
  readonly asked: { readonly name: CommandName; readonly params: unknown }[] = [];
  /** Commands that are refused. */
  readonly refused = new Set<CommandName>();
  private readonly listeners = new Map<EventName, ((params: never) => void)[]>();

  send = <Name extends CommandName>(name: Name, params?: CommandParams<Name>): Promise<CommandAnswer<Name>> => {
    this.asked.push({ name, params });
    if (this.refused.has(name)) return Promise.reject(new Error(`refused: ${name}`));
    return Promise.resolve({} as CommandAnswer<Name>);
  };

  on = <Name extends EventName>(name: Name, listener: (params: EventParams<Name>) => void): (() => void) => {
    const heard = this.listeners.get(name) ?? [];
    this.listeners.set(name, [...heard, listener]);
    return () => this.listeners.set(name, heard);
  };

  /** Only what the listeners look at must be there. */
  emit(name: EventName, params: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) listener(params as never);
  }

  paramsOf(name: CommandName): readonly unknown[] {
    return this.asked.filter((one) => one.name === name).map(({ params }) => params);
  }
}
