const hexFields = new Set(['traceId', 'spanId', 'parentSpanId']);

/** A decoded message in the OTLP JSON encoding: like protobuf's own, but with hexadecimal ids and numeric enums. */
export function toOtlpJson({ Request }, bytes) {
  const message = Request.toObject(Request.decode(bytes), { longs: String, json: true });
  return encodeBytes(message);
}

function encodeBytes(value, name) {
  if (Buffer.isBuffer(value)) return value.toString(hexFields.has(name) ? 'hex' : 'base64');
  if (Array.isArray(value)) return value.map((item) => encodeBytes(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([field, content]) => [field, encodeBytes(content, field)]));
}
