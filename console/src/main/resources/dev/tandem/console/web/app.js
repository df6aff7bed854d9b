// The frame around the pages: who is signed in, which page is shown, whether the line to the node is open.
import { html, render, Component } from './parts/html.js';
import { get, post, onSignedOut } from './parts/api.js';
import { live } from './parts/live.js';
import { zone } from './parts/format.js';
import { SignIn } from './pages/sign-in.js';
import { Overview } from './pages/overview.js';
import { Calls } from './pages/calls.js';
import { Call } from './pages/call.js';
import { Settings } from './pages/settings.js';

const PAGES = [['', 'Overview'], ['calls', 'Calls'], ['settings', 'Settings']];
const HIDDEN_MS = 60000;
const STATES = { connecting: 'Connecting', live: 'Live', away: 'Reconnecting' };

function place() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [page, ...rest] = path.split('/');
  return { page, id: rest.length ? decodeURIComponent(rest.join('/')) : null, query: new URLSearchParams(query ?? '') };
}

class App extends Component {
  constructor(props) {
    super(props);
    this.state = { session: undefined, error: null, place: place(), line: live.state };
  }

  componentDidMount() {
    addEventListener('hashchange', () => {
      this.setState({ place: place() });
      document.getElementById('main')?.focus({ preventScroll: true });
      scrollTo(0, 0);
    });
    document.addEventListener('visibilitychange', () => this.looked());
    onSignedOut(() => this.signedIn(null));
    live.listen(() => live.state !== this.state.line && this.setState({ line: live.state }));
    this.ask();
  }

  async ask() {
    try {
      const session = await get('session');
      this.signedIn(session.signed_in ? session : null);
    } catch (error) {
      this.setState({ error });
      setTimeout(() => this.ask(), 2000);
    }
  }

  signedIn(session) {
    this.setState({ session, error: null });
    if (session) live.start();
    else live.stop();
  }

  /** A browser has few lines to one server; what nobody looks at gives its line back after a while. */
  looked() {
    clearTimeout(this.asleep);
    if (document.visibilityState === 'hidden') this.asleep = setTimeout(() => live.stop(), HIDDEN_MS);
    else if (this.state.session) live.start();
  }

  async signOut() {
    await post('sign-out');
    this.signedIn(null);
  }

  theme() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    localStorage.setItem('theme', root.dataset.theme);
    document.dispatchEvent(new Event('theme'));
  }

  page({ page, id, query }, session) {
    switch (page) {
      case '': return html`<${Overview} session=${session}/>`;
      case 'calls': return id
        ? html`<${Call} id=${id} key=${id} session=${session}/>`
        : html`<${Calls} query=${query}/>`;
      case 'settings': return html`<${Settings}/>`;
      default: return html`<section><h1>Nothing is here</h1><p>Go to the <a href="#/">overview</a>.</p></section>`;
    }
  }

  render(_, { session, error, place: where, line }) {
    if (session === undefined) {
      return html`<main class="wait" aria-busy=${!error}>${error ? error.message : 'Tandem'}</main>`;
    }
    if (session === null) {
      return html`<${SignIn} signedIn=${(it) => this.signedIn(it)}/>`;
    }
    return html`<a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); document.getElementById('main').focus(); }}>To the content</a>
      <header class="top"><div class="brand"><img src="mark.svg" alt="" width="24" height="24"/>Tandem</div>
        <nav aria-label="Pages">${PAGES.map(([path, name]) => html`<a href=${`#/${path}`}
          aria-current=${where.page === path ? 'page' : null}>${name}</a>`)}</nav>
        <div class="tools"><span class="line ${line}" role="status" title=${`Times are ${zone}`}>${STATES[line]}</span>
          <button class="plain" onClick=${() => this.theme()} aria-label="Light or dark" title="Light or dark">◐</button>
          <button class="plain" onClick=${() => this.signOut()}>Sign out</button></div></header>
      <main id="main" tabindex="-1">${this.page(where, session)}</main>`;
  }
}

const theme = localStorage.getItem('theme');
if (theme) document.documentElement.dataset.theme = theme;
const root = document.getElementById('app');
root.replaceChildren();
render(html`<${App}/>`, root);
