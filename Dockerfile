# Image of a node, from the distribution that "./mvnw -DskipTests package" leaves in cluster-node/target/distribution:
#   ./mvnw -DskipTests package && docker build -t tandem .
# With "./tandem archive --distribution" between the two a node starts in little more than half the processor time, provided it ran on this image's very Java.
# This file is not built by the repository's own tests.
FROM eclipse-temurin:25-jre AS layers
COPY cluster-node/target/distribution /distribution
RUN mkdir /ours && mv /distribution/lib/tandem-*.jar /ours/ && if [ -e /distribution/lib/node.aot ]; then mv /distribution/lib/node.aot /ours/; fi

FROM eclipse-temurin:25-jre

LABEL org.opencontainers.image.title="Tandem" \
      org.opencontainers.image.description="Answers phone calls with AI voice agents, on a cluster that keeps every call" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --gid 10001 tandem \
 && useradd --uid 10001 --gid tandem --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin tandem \
 && install -d -o tandem -g tandem -m 0700 /var/lib/tandem/spill

# What changes seldom first: libraries of others, then scripts, then what is ours.
COPY --from=layers /distribution/lib/ /opt/tandem/lib/
COPY --from=layers --chmod=0755 /distribution/bin/ /opt/tandem/bin/
COPY --from=layers /ours/ /opt/tandem/lib/

ENV PATH=/opt/tandem/bin:$PATH \
    TANDEM_SPILL_FOLDER=/var/lib/tandem/spill \
    LOG_FORMAT=json

USER 10001:10001
WORKDIR /opt/tandem
EXPOSE 8080 8081 7626 25520
STOPSIGNAL SIGTERM
# The script becomes Java, so that a signal reaches the node.
ENTRYPOINT ["/opt/tandem/bin/tandem-node"]
