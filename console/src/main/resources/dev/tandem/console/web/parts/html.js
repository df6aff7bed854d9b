// Preact and htm, joined once. Class components only: hooks would need a bare import, and that an inline import map.
import { h, render, Component, createRef, Fragment } from '../vendor/preact-11.2.0/preact.mjs';
import htm from '../vendor/htm-3.1.1/htm.mjs';

export const html = htm.bind(h);
export { render, Component, createRef, Fragment };
