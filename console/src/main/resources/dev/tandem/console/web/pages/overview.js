// The first screen: what is now, what needs somebody, the calls that go on, the nodes, the last day.
import { html, Component } from '../parts/html.js';
import { live } from '../parts/live.js';
import { LiveCalls } from '../parts/live-calls.js';
import { Now } from '../parts/now.js';
import { Attention } from '../parts/attention.js';
import { Nodes } from '../parts/nodes.js';
import { LastDay } from '../parts/last-day.js';

export class Overview extends Component {
  constructor(props) {
    super(props);
    this.state = { alarm: 0 };
    this.unattended = '';
  }

  componentDidMount() {
    document.title = 'Overview · Tandem';
    // What is worth a look at once does not wait for the next round of questions.
    this.stop = live.listen(() => {
      const unattended = [...live.calls.values()].filter((call) => !call.attended || (call.attaches > 0 && !call.attached))
        .map((call) => call.call_id).sort().join();
      if (unattended !== this.unattended) {
        this.unattended = unattended;
        this.setState(({ alarm }) => ({ alarm: alarm + 1 }));
      }
    });
  }

  componentWillUnmount() {
    this.stop();
  }

  render(_, { alarm }) {
    return html`<h1 class="visually-hidden">Overview</h1>
      <${Now}/>
      <${Attention} alarm=${alarm}/>
      <div class="beside">
        <${LiveCalls}/>
        <${Nodes} alarm=${alarm}/>
      </div>
      <${LastDay}/>`;
  }
}
