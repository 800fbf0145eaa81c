/** An error that the service answers with, by its code. */
export class ServiceError extends Error {
  constructor(code, message = code) {
    super(message);
    this.code = code;
  }
}
