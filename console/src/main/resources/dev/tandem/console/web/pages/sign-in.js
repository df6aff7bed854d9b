import { html, Component, createRef } from '../parts/html.js';
import { post } from '../parts/api.js';

export class SignIn extends Component {
  constructor(props) {
    super(props);
    this.field = createRef();
    this.state = { error: null, busy: false };
  }

  componentDidMount() {
    document.title = 'Sign in · Tandem';
    this.field.current.focus();
  }

  async enter(event) {
    event.preventDefault();
    this.setState({ busy: true, error: null });
    try {
      this.props.signedIn(await post('sign-in', { token: this.field.current.value }));
    } catch (error) {
      this.setState({ error, busy: false });
      this.field.current.select();
    }
  }

  render(_, { error, busy }) {
    return html`<main class="sign-in"><form onSubmit=${(e) => this.enter(e)}>
      <h1><img src="mark.svg" alt="" width="36" height="36"/>Tandem</h1>
      <label for="token">Administrator's token</label>
      <input id="token" ref=${this.field} type="password" autocomplete="current-password" required
        aria-invalid=${error ? 'true' : null} aria-describedby="token-help"/>
      <p id="token-help" class=${error ? 'bad-text' : 'dim'} role=${error ? 'alert' : null}>
        ${error ? error.message : html`The value of <code>TANDEM_ADMIN_TOKEN</code>; the demo prints it.`}</p>
      <button type="submit" aria-busy=${busy} disabled=${busy}>Sign in</button></form></main>`;
  }
}
