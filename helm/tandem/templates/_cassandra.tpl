{{/* How nodes and the schema job reach Cassandra: variables, mounts, volumes. */}}

{{- define "tandem.cassandra.env" -}}
{{- $cassandra := .Values.cassandra -}}
- name: TANDEM_CASSANDRA
  value: {{ required "cassandra.contactPoints must name at least one host:port" (join "," $cassandra.contactPoints) | quote }}
- name: TANDEM_CASSANDRA_DATACENTER
  value: {{ $cassandra.localDatacenter | quote }}
{{- if $cassandra.credentials.existingSecret }}
- name: TANDEM_CASSANDRA_USERNAME_FILE
  value: /etc/tandem/cassandra/username
- name: TANDEM_CASSANDRA_PASSWORD_FILE
  value: /etc/tandem/cassandra/password
{{- end }}
{{- if $cassandra.tls.enabled }}
- name: TANDEM_CASSANDRA_TLS
  value: "true"
- name: TANDEM_CASSANDRA_TLS_VERIFY_HOSTNAME
  value: {{ $cassandra.tls.verifyHostname | quote }}
{{- if $cassandra.tls.existingSecret }}
- name: TANDEM_CASSANDRA_TRUST_STORE
  value: /etc/tandem/cassandra-tls/truststore.p12
{{- if $cassandra.tls.keyStoreKey }}
- name: TANDEM_CASSANDRA_KEY_STORE
  value: /etc/tandem/cassandra-tls/keystore.p12
{{- end }}
- name: TANDEM_CASSANDRA_STORE_PASSWORD_FILE
  value: /etc/tandem/cassandra-tls/password
{{- end }}
{{- end }}
{{- end -}}

{{- define "tandem.cassandra.mounts" -}}
{{- $cassandra := .Values.cassandra -}}
{{- if $cassandra.credentials.existingSecret }}
- name: cassandra
  mountPath: /etc/tandem/cassandra
  readOnly: true
{{- end }}
{{- if and $cassandra.tls.enabled $cassandra.tls.existingSecret }}
- name: cassandra-tls
  mountPath: /etc/tandem/cassandra-tls
  readOnly: true
{{- end }}
{{- end -}}

{{- define "tandem.cassandra.volumes" -}}
{{- $cassandra := .Values.cassandra -}}
{{- if $cassandra.credentials.existingSecret }}
- name: cassandra
  secret:
    secretName: {{ $cassandra.credentials.existingSecret }}
    defaultMode: 0440
    items:
      - key: {{ $cassandra.credentials.usernameKey }}
        path: username
      - key: {{ $cassandra.credentials.passwordKey }}
        path: password
{{- end }}
{{- if and $cassandra.tls.enabled $cassandra.tls.existingSecret }}
- name: cassandra-tls
  secret:
    secretName: {{ $cassandra.tls.existingSecret }}
    defaultMode: 0440
    items:
      - key: {{ $cassandra.tls.trustStoreKey }}
        path: truststore.p12
      {{- if $cassandra.tls.keyStoreKey }}
      - key: {{ $cassandra.tls.keyStoreKey }}
        path: keystore.p12
      {{- end }}
      - key: {{ $cassandra.tls.passwordKey }}
        path: password
{{- end }}
{{- end -}}
