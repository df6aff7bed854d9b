package dev.tandem.protocol.api;

/**
 * An error of the API, RFC 9457 {@code application/problem+json}.
 *
 * @param code stable, snake_case, for programs
 * @param detail one sentence for people: what is wrong and what would be right
 */
public record Problem(String type, String title, int status, String code, String detail, String requestId) {}
