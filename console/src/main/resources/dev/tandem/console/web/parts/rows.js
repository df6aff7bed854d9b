// A long list of rows of one height, of which only those in view exist.
import { html, Component, createRef } from './html.js';

const OVERSCAN = 6;

export class Rows extends Component {
  constructor(props) {
    super(props);
    this.box = createRef();
    this.state = { top: 0, height: 400, row: 40 };
    this.scrolled = () => {
      if (this.frame) return;
      this.frame = requestAnimationFrame(() => {
        this.frame = null;
        this.box.current && this.setState({ top: this.box.current.scrollTop });
      });
    };
  }

  componentDidMount() {
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this.box.current);
    this.measure();
  }

  componentWillUnmount() {
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
  }

  measure() {
    const row = parseFloat(getComputedStyle(this.box.current).getPropertyValue('--row')) || 40;
    this.setState({ height: this.box.current.clientHeight, row });
  }

  render({ items, keyOf, row, head, label }, { top, height, row: rowHeight }) {
    const first = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
    const last = Math.min(items.length, Math.ceil((top + height) / rowHeight) + OVERSCAN);
    return html`<div class="rows" ref=${this.box} onScroll=${this.scrolled} role="table" tabindex="0"
      aria-label=${label} aria-rowcount=${items.length + 1}>
      <div class="row head" role="row" aria-rowindex="1">${head}</div>
      <div class="stack" role="rowgroup" style=${{ height: `${items.length * rowHeight}px` }}>
        ${items.slice(first, last).map((item, i) => html`<div class="row" role="row" key=${keyOf(item)}
          aria-rowindex=${first + i + 2} style=${{ transform: `translateY(${(first + i) * rowHeight}px)` }}>${row(item)}</div>`)}
      </div>
    </div>`;
  }
}
