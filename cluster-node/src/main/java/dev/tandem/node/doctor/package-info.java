/** Looks at a node's surroundings before it starts, or beside it while it runs, and says in plain words what is wrong and what to do. */
package dev.tandem.node.doctor;
