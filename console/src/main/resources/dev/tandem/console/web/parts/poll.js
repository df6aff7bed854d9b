// A component that asks again and again while somebody looks, and shows what it got last when an answer stays away.
import { Component } from './html.js';

export class Polling extends Component {
  constructor(props, everyMs) {
    super(props);
    this.everyMs = everyMs;
    this.state = { data: null, error: null };
  }

  componentDidMount() {
    this.mounted = true;
    this.visible = () => document.visibilityState === 'visible' && this.now();
    document.addEventListener('visibilitychange', this.visible);
    this.now();
  }

  componentWillUnmount() {
    this.mounted = false;
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.visible);
  }

  /** Asks at once; an answer to an older question than the last is dropped. */
  async now() {
    clearTimeout(this.timer);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const data = await this.ask();
      if (this.mounted && turn === this.turn) this.setState({ data, error: null });
    } catch (error) {
      if (this.mounted && turn === this.turn) this.setState({ error });
    }
    if (this.mounted && turn === this.turn) {
      this.timer = setTimeout(() => document.visibilityState === 'visible' && this.now(), this.everyMs);
    }
  }
}
