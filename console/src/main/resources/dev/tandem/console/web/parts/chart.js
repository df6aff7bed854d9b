// One chart of the last hour; drawn anew only when its numbers or the colours changed.
import uPlot from '../vendor/uplot-1.6.32/uPlot.esm.js';
import { html, Component, createRef } from './html.js';

const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export class Chart extends Component {
  constructor(props) {
    super(props);
    this.box = createRef();
    this.redraw = () => this.draw(true);
  }

  componentDidMount() {
    this.sizes = new ResizeObserver(() => this.plot
      && this.plot.setSize({ width: this.box.current.clientWidth, height: this.props.height }));
    this.sizes.observe(this.box.current);
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.scheme.addEventListener('change', this.redraw);
    document.addEventListener('theme', this.redraw);
    this.draw();
  }

  componentDidUpdate() {
    this.draw();
  }

  componentWillUnmount() {
    this.sizes.disconnect();
    this.scheme.removeEventListener('change', this.redraw);
    document.removeEventListener('theme', this.redraw);
    this.plot?.destroy();
  }

  draw(anew = false) {
    if (this.plot && !anew) {
      this.plot.setData(this.props.data);
      return;
    }
    this.plot?.destroy();
    const axis = { stroke: colour('--dim'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false },
      font: '11px system-ui, sans-serif' };
    this.plot = new uPlot({
      width: this.box.current.clientWidth || 300,
      height: this.props.height,
      legend: { show: false },
      cursor: { y: false, points: { show: false } },
      scales: { x: { time: true }, y: { range: (u, least, most) => [0, Math.max(most * 1.15, this.props.least ?? 1)] } },
      axes: [
        { ...axis, size: 24, gap: 2, values: (u, ticks) => ticks.map((at) => minute.format(new Date(at * 1000))) },
        { ...axis, size: 52, gap: 4, space: 26, values: (u, ticks) => ticks.map(this.props.written ?? String) },
      ],
      series: [{}, ...this.props.series.map((one) => ({
        label: one.label,
        stroke: colour(one.colour),
        fill: one.bars ? colour(one.colour) : undefined,
        width: one.bars ? 0 : 1.75,
        points: { show: false },
        spanGaps: true,
        paths: one.bars ? uPlot.paths.bars({ size: [0.75, 18] }) : undefined,
      }))],
    }, this.props.data, this.box.current);
  }

  render({ series, label }) {
    return html`<figure class="chart"><figcaption>${label}
      ${series.map((one) => html`<span class="key"><svg viewBox="0 0 8 8" aria-hidden="true"><rect width="8" height="8" rx="2"
        class=${one.colour.slice(2)}/></svg>${one.label}</span>`)}</figcaption><div ref=${this.box}></div></figure>`;
  }
}
