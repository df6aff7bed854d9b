/** Everything said to the provider about a call: call control over REST, and the session that speaks on the sideband. */
package dev.tandem.realtime;
