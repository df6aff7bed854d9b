/** Who may use the operator port: the bearer of the admin token. */
package dev.tandem.auth;
