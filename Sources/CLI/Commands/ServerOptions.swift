import HTTP

/// The options of `serve` that say how it listens and what it takes.
enum ServerOptions {
  private static let defaults = ServerConfiguration()

  static let all: [Option] = [
    .value(
      "host", "ADDRESS", help: "The address to listen on.", environment: "INNOREG_HOST",
      defaultValue: defaults.host),
    .value(
      "port", "PORT", help: "The port; 0 lets the system choose.", environment: "INNOREG_PORT",
      defaultValue: String(defaults.port)),
    .value(
      "threads", "COUNT", help: "Threads that answer requests.", environment: "INNOREG_THREADS",
      defaultValue: String(defaults.threads)),
    .value(
      "mode", "MODE", help: "How connections meet threads.", environment: "INNOREG_MODE",
      defaultValue: defaults.mode.rawValue,
      allowed: ServerConfiguration.Mode.allCases.map(\.rawValue)),
    .value(
      "max-connections", "COUNT", help: "Most connections at a time.",
      environment: "INNOREG_MAX_CONNECTIONS", defaultValue: String(defaults.maxConnections)),
    .value(
      "max-per-address", "COUNT", help: "Most connections of one address; 0 for no limit.",
      environment: "INNOREG_MAX_PER_ADDRESS",
      defaultValue: String(defaults.maxConnectionsPerAddress)),
    .value(
      "max-body", "BYTES", help: "Most bytes of a request's body.",
      environment: "INNOREG_MAX_BODY", defaultValue: String(defaults.maxBodyBytes)),
    .value(
      "max-header", "BYTES", help: "Most bytes of a request's head.",
      environment: "INNOREG_MAX_HEADER", defaultValue: String(defaults.maxHeaderBytes)),
    .value(
      "max-uri", "BYTES", help: "Most bytes of a request's target.",
      environment: "INNOREG_MAX_URI", defaultValue: String(defaults.maxURIBytes)),
    .value(
      "idle-timeout", "SECONDS", help: "How long a connection may be silent.",
      environment: "INNOREG_IDLE_TIMEOUT", defaultValue: String(defaults.idleTimeout)),
    .value(
      "request-deadline", "SECONDS", help: "How long a request may take to arrive.",
      environment: "INNOREG_REQUEST_DEADLINE", defaultValue: String(defaults.requestDeadline)),
    logFormat, scanCommand,
    .value(
      "tls-certificate", "FILE", help: "Certificate chain in PEM form, for HTTPS.",
      environment: "INNOREG_TLS_CERTIFICATE", completion: .files),
    .value(
      "tls-key", "FILE", help: "Private key in PEM form, for HTTPS.",
      environment: "INNOREG_TLS_KEY", completion: .files),
  ]

  static let logFormat = Option.value(
    "log-format", "FORMAT", help: "How log lines look.", environment: "INNOREG_LOG_FORMAT",
    defaultValue: Logger.Format.text.rawValue, allowed: Logger.Format.allCases.map(\.rawValue))

  static let scanCommand = Option.value(
    "scan-command", "PROGRAM",
    help: "Looks at each file that is handed in; gets its path, ends with 0 if it is harmless.",
    environment: "INNOREG_SCAN_COMMAND", completion: .files)

  /// What the options say, checked.
  static func configuration(_ invocation: Invocation) throws(Failure) -> ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.host = try invocation.string("host")
    configuration.port = try port(invocation)
    configuration.threads = try invocation.integer("threads", in: 1...256)
    configuration.mode = try invocation.choice("mode", of: ServerConfiguration.Mode.self)
    configuration.maxConnections = try invocation.integer("max-connections", in: 1...100_000)
    configuration.maxConnectionsPerAddress = try invocation.integer(
      "max-per-address", in: 0...100_000)
    configuration.maxBodyBytes = try invocation.integer("max-body", in: 1024...1_073_741_824)
    configuration.maxHeaderBytes = try invocation.integer("max-header", in: 1024...1_048_576)
    configuration.maxURIBytes = try invocation.integer("max-uri", in: 256...1_048_576)
    configuration.idleTimeout = try invocation.integer("idle-timeout", in: 1...3600)
    configuration.requestDeadline = try invocation.integer("request-deadline", in: 1...3600)
    let certificate = try invocation.optionalString("tls-certificate")
    let key = try invocation.optionalString("tls-key")
    switch (certificate, key) {
    case (nil, nil): break
    case (let certificate?, let key?):
      configuration.tls = ServerConfiguration.TLS(certificatePath: certificate, keyPath: key)
    case (nil, _), (_, nil):
      throw Failure(.usage, "--tls-certificate and --tls-key belong together")
    }
    return configuration
  }

  static func port(_ invocation: Invocation) throws(Failure) -> UInt16 {
    UInt16(clamping: try invocation.integer("port", in: 0...65_535))
  }
}
