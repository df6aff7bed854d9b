{{/* The node's environment; each variable is one of docs/configuration.md. */}}
{{- define "tandem.env" -}}
- name: TANDEM_HOST
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: TANDEM_HTTP_PORT
  value: {{ .Values.ports.public | quote }}
- name: TANDEM_OPERATOR_INTERFACE
  value: 0.0.0.0
- name: TANDEM_OPERATOR_PORT
  value: {{ .Values.ports.operator | quote }}
- name: TANDEM_REMOTING_PORT
  value: {{ .Values.ports.remoting | quote }}
- name: TANDEM_MANAGEMENT_PORT
  value: {{ .Values.ports.management | quote }}
{{- if include "tandem.usesApi" . }}
- name: TANDEM_DISCOVERY
  value: kubernetes-api
- name: TANDEM_DISCOVERY_SERVICE
  value: {{ include "tandem.fullname" . }}
- name: TANDEM_DISCOVERY_PORT_NAME
  value: management
- name: TANDEM_DISCOVERY_POD_LABELS
  value: "app.kubernetes.io/name={{ include "tandem.name" . }},app.kubernetes.io/instance={{ .Release.Name }},app.kubernetes.io/component=node"
{{- else }}
- name: TANDEM_DISCOVERY
  value: pekko-dns
- name: TANDEM_DISCOVERY_SERVICE
  value: {{ include "tandem.headless" . }}.{{ .Release.Namespace }}.svc.{{ .Values.cluster.domain }}
{{- end }}
- name: TANDEM_DISCOVERY_REQUIRED
  value: {{ include "tandem.requiredContactPoints" . | quote }}
- name: TANDEM_CONFIG
  value: /etc/tandem/tenants
- name: TANDEM_SPILL_FOLDER
  value: /var/lib/tandem/spill
- name: OPENAI_BASE_URL
  value: {{ .Values.openai.baseUrl | quote }}
{{- if .Values.openai.projectId }}
- name: OPENAI_PROJECT_ID
  value: {{ .Values.openai.projectId | quote }}
{{- end }}
- name: OPENAI_API_KEY_FILE
  value: /etc/tandem/secrets/openai-api-key
- name: OPENAI_WEBHOOK_SECRET_FILE
  value: /etc/tandem/secrets/openai-webhook-secret
- name: TANDEM_ADMIN_TOKEN_FILE
  value: /etc/tandem/secrets/admin-token
- name: MAX_CONCURRENT_CALLS
  value: {{ .Values.limits.concurrentCalls | int | quote }}
- name: MAX_CONCURRENT_CALLS_PER_TENANT
  value: {{ .Values.limits.concurrentCallsPerTenant | int | quote }}
{{ include "tandem.cassandra.env" . }}
{{- if .Values.cluster.tls.existingSecret }}
- name: TANDEM_TLS_KEY_STORE
  value: /etc/tandem/tls/keystore.p12
- name: TANDEM_TLS_TRUST_STORE
  value: /etc/tandem/tls/truststore.p12
- name: TANDEM_TLS_PASSWORD_FILE
  value: /etc/tandem/tls/password
{{- end }}
- name: LOG_LEVEL
  value: {{ .Values.log.level }}
- name: LOG_FORMAT
  value: {{ .Values.log.format }}
- name: TANDEM_JVM_OPTIONS
  value: {{ .Values.jvmOptions | quote }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}
