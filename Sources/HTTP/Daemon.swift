import CMicroHTTPD
import Glibc

/// A running libmicrohttpd. This is the one file that knows the library; ``Server`` decides when it
/// starts and stops, the types below say what happens in between.
struct Daemon: Sendable {
  private let handle: UInt
  private let context: ServerContext

  /// Starts the library on a listening socket; it holds the context until ``stop()``.
  ///
  /// - Returns: `nil` where the library refuses.
  init?(
    on listener: Int32, certificate: (key: String, chain: String)?, serving context: ServerContext
  ) {
    let configuration = context.configuration
    let retained = unsafe Unmanaged.passRetained(context)
    var settings = unsafe mhd_shim_settings()
    unsafe settings.listen_socket = listener
    unsafe settings.thread_per_connection = configuration.mode == .threadPerConnection
    unsafe settings.threads = UInt32(clamping: configuration.threads)
    unsafe settings.connection_limit = UInt32(clamping: configuration.maxConnections)
    unsafe settings.connections_per_address = UInt32(
      clamping: configuration.maxConnectionsPerAddress)
    unsafe settings.idle_seconds = UInt32(clamping: configuration.idleTimeout)
    unsafe settings.connection_memory = configuration.connectionMemory
    unsafe settings.context = retained.toOpaque()
    unsafe settings.access = Trampoline.access
    unsafe settings.completed = Trampoline.completed
    unsafe settings.connection = Trampoline.connection
    unsafe settings.target = Trampoline.target
    unsafe settings.unescape = Trampoline.unescape
    let daemon =
      if let certificate {
        unsafe certificate.key.withCString { key in
          unsafe certificate.chain.withCString { chain in
            unsafe settings.tls_key = key
            unsafe settings.tls_certificate = chain
            return unsafe mhd_shim_start(&settings)
          }
        }
      } else {
        unsafe mhd_shim_start(&settings)
      }
    guard let daemon = unsafe daemon else {
      unsafe retained.release()
      return nil
    }
    handle = UInt(bitPattern: daemon)
    self.context = context
  }

  /// Takes no new connections from now on.
  func quiesce() {
    if let daemon = unsafe OpaquePointer(bitPattern: handle) {
      _ = unsafe MHD_quiesce_daemon(daemon)
    }
  }

  /// Closes all connections and ends all threads, waiting for handlers at work. To be called once.
  func stop() {
    if let daemon = unsafe OpaquePointer(bitPattern: handle) {
      unsafe MHD_stop_daemon(daemon)
      unsafe Unmanaged.passUnretained(context).release()
    }
  }
}

/// The functions the library calls. Each recovers its objects from the library's pointers; the
/// library calls those of one connection from one thread.
private enum Trampoline {
  /// A connection begins or ends.
  static let connection: MHD_NotifyConnectionCallback = { context, connection, slot, event in
    guard let context = unsafe context, let connection = unsafe connection, let slot = unsafe slot
    else { return }
    let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
    if event == .CONNECTION_NOTIFY_STARTED {
      let address = unsafe mhd_shim_client_address(connection)
      let state = ConnectionState(
        descriptor: unsafe mhd_shim_connection_socket(connection),
        remoteAddress: unsafe address.map { unsafe Socket.numericAddress($0) } ?? "-",
        deadline: server.firstDeadline)
      server.watchdog.add(state)
      unsafe slot.pointee = Unmanaged.passRetained(state).toOpaque()
    } else if let pointer = unsafe slot.pointee {
      unsafe slot.pointee = nil
      let state = unsafe Unmanaged<ConnectionState>.fromOpaque(pointer).takeRetainedValue()
      server.watchdog.remove(state)
    }
  }

  /// The request line is there. The query is then hidden from the library, which would spend
  /// memory on parsing it once more.
  static let target:
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
    ) -> UnsafeMutableRawPointer? = { context, target, connection in
      guard let context = unsafe context, let target = unsafe target,
        let connection = unsafe connection,
        let pointer = unsafe mhd_shim_socket_context(connection)
      else { return nil }
      let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
      let state = unsafe Unmanaged<ConnectionState>.fromOpaque(pointer).takeUnretainedValue()
      let length = unsafe strlen(target)
      let kept = min(length, server.configuration.maxURIBytes + 1)
      let bytes = unsafe Array(UnsafeRawBufferPointer(start: target, count: kept))
      if let mark = unsafe strchr(target, Int32(UInt8(ascii: "?"))) {
        unsafe mark[1] = 0
      }
      state.beginReceiving(deadline: server.firstDeadline)
      let exchange = Exchange(
        connection: state, target: bytes, targetLength: length, server: server)
      return unsafe Unmanaged.passRetained(exchange).toOpaque()
    }

  /// Leaves text as it came: this module decodes by itself, strictly.
  static let unescape:
    @convention(c) (
      UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?
    ) -> Int = { _, _, text in
      unsafe text.map { unsafe strlen($0) } ?? 0
    }

  /// The head is there, then parts of the body, then the end.
  static let access: MHD_AccessHandlerCallback = {
    context, connection, url, method, version, upload, uploadSize, slot in
    guard let context = unsafe context, let connection = unsafe connection,
      let url = unsafe url, let method = unsafe method, let version = unsafe version,
      let uploadSize = unsafe uploadSize, let pointer = unsafe slot?.pointee
    else { return .NO }
    let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
    let step: Exchange.Step
    if !exchange.hasHead {
      let reader = HeadReader(limit: server.configuration.maxHeaderCount)
      let raw = unsafe reader.read(
        connection, method: method, url: url, version: version, exchange: exchange)
      step = exchange.receiveHead(raw, limits: server.configuration)
    } else if let upload = unsafe upload, unsafe uploadSize.pointee > 0 {
      step = unsafe exchange.receiveBody(
        UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee))
      unsafe uploadSize.pointee = 0
    } else {
      step = exchange.receiveEnd()
    }
    switch step {
    case .read:
      return .YES
    case .handle(let head):
      guard server.beginAnswering(on: exchange.connection) else { return .NO }
      let isParted =
        head.headers["Content-Type"].flatMap(MediaType.init) == .multipartForm
      let parts = isParted ? unsafe PartReader().read(exchange.body, of: connection) : nil
      return unsafe Reply.send(
        server.respond(to: exchange, head: head, parts: parts), toHead: head.method == .HEAD,
        on: connection, of: server)
    case .refuse(let refusal):
      guard server.beginAnswering(on: exchange.connection) else { return .NO }
      return unsafe Reply.send(
        server.respond(to: exchange, refusal: refusal), toHead: false, on: connection, of: server)
    case .abort(let refusal):
      let response = server.respond(to: exchange, refusal: refusal)
      if server.configuration.tls == nil {
        Socket.sendNow(exchange.connection.descriptor, response.wireBytes)
      }
      return .NO
    }
  }

  /// The request is over, one way or the other.
  static let completed: MHD_RequestCompletedCallback = { context, _, slot, _ in
    guard let context = unsafe context, let pointer = unsafe slot?.pointee else { return }
    unsafe slot?.pointee = nil
    let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
    server.finish(on: exchange.connection)
  }
}

/// Collects the header fields of a request and checks that the library saw every byte of the head.
private final class HeadReader {
  private let limit: Int
  private var fields: [(name: [UInt8], value: [UInt8])] = []
  private var end = 0
  private var isContiguous = true

  init(limit: Int) {
    self.limit = limit
  }

  /// Reads the head. Each field must begin one line end after the one before, and the last must
  /// end where the head ends; a gap means that a NUL cut a field or that a line was folded.
  func read(
    _ connection: OpaquePointer, method: UnsafePointer<CChar>, url: UnsafePointer<CChar>,
    version: UnsafePointer<CChar>, exchange: Exchange
  ) -> RequestHead.Raw {
    let methodLength = unsafe strlen(method)
    let start = Int(bitPattern: method)
    let size = unsafe mhd_shim_header_size(connection)
    expect(Int(bitPattern: url) - start == methodLength + 1)
    expect(Int(bitPattern: version) - Int(bitPattern: url) == exchange.targetLength + 1)
    end = unsafe Int(bitPattern: version) + strlen(version)
    unsafe MHD_get_connection_values_n(
      connection, .HEADER_KIND,
      { reader, _, name, nameLength, value, valueLength in
        guard let reader = unsafe reader, let name = unsafe name else { return .NO }
        return unsafe Unmanaged<HeadReader>.fromOpaque(reader).takeUnretainedValue()
          .add(name, nameLength, value, valueLength)
      }, Unmanaged.passUnretained(self).toOpaque())
    if fields.count <= limit { expect((2...4).contains(start + size - end)) }
    return RequestHead.Raw(
      method: unsafe Array(UnsafeRawBufferPointer(start: method, count: methodLength)),
      target: exchange.target, version: unsafe String(cString: version), fields: fields,
      size: size, isContiguous: isContiguous || !mhd_shim_hides_bytes())
  }

  private func add(
    _ name: UnsafePointer<CChar>, _ nameLength: Int, _ value: UnsafePointer<CChar>?,
    _ valueLength: Int
  ) -> MHD_Result {
    let begin = Int(bitPattern: name)
    expect((1...2).contains(begin - end))
    guard let value = unsafe value else { return .NO }
    expect(Int(bitPattern: value) > begin + nameLength)
    end = Int(bitPattern: value) + valueLength
    fields.append(
      (
        unsafe Array(UnsafeRawBufferPointer(start: name, count: nameLength)),
        unsafe Array(UnsafeRawBufferPointer(start: value, count: valueLength))
      ))
    return fields.count > limit ? .NO : .YES
  }

  private func expect(_ holds: Bool) {
    if !holds { isContiguous = false }
  }
}

/// Takes the body of a `multipart/form-data` request apart, with the library's own parser.
private final class PartReader {
  private var parts: [FormPart] = []
  private var isSound = true

  /// - Returns: nil where the body is no sound form, or has too many fields.
  func read(_ body: [UInt8], of connection: OpaquePointer) -> [FormPart]? {
    let parser = unsafe MHD_create_post_processor(
      connection, 65_536,
      { reader, _, key, fileName, _, _, data, offset, size in
        guard let reader = unsafe reader, let key = unsafe key else { return .NO }
        return unsafe Unmanaged<PartReader>.fromOpaque(reader).takeUnretainedValue()
          .add(key, fileName, data, at: offset, size)
      }, Unmanaged.passUnretained(self).toOpaque())
    guard let parser = unsafe parser else { return nil }
    let isRead = unsafe body.withUnsafeBytes { bytes in
      unsafe MHD_post_process(
        parser, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
    }
    let isWhole = unsafe MHD_destroy_post_processor(parser)
    return isRead == .YES && isWhole == .YES && isSound && !parts.isEmpty ? parts : nil
  }

  /// A piece of a part. The library hands out long contents in pieces, each with its offset.
  private func add(
    _ key: UnsafePointer<CChar>, _ fileName: UnsafePointer<CChar>?,
    _ data: UnsafePointer<CChar>?, at offset: UInt64, _ size: Int
  ) -> MHD_Result {
    let bytes = unsafe data.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: size)) }
    if offset > 0, let last = parts.indices.last {
      parts[last].bytes += bytes ?? []
      return .YES
    }
    guard parts.count < FormPart.most, let name = unsafe String(validatingCString: key) else {
      isSound = false
      return .NO
    }
    parts.append(
      FormPart(
        name: name, fileName: unsafe fileName.map { unsafe String(cString: $0) },
        bytes: bytes ?? []))
    return .YES
  }
}

/// Turns a response into the library's.
private enum Reply {
  /// Queues a response; what cannot be made ends the connection.
  static func send(
    _ response: Response, toHead isHead: Bool, on connection: OpaquePointer,
    of server: ServerContext
  ) -> MHD_Result {
    guard let message = unsafe make(response, for: server) else { return .NO }
    defer { unsafe MHD_destroy_response(message) }
    if isHead, response.contentLength == nil {
      unsafe mhd_shim_end_with_connection(message)
    }
    for field in response.headers
    where !Response.reservedFields.contains(field.name.lowercased()) {
      _ = unsafe MHD_add_response_header(message, field.name, field.value)
    }
    if response.closesConnection || server.endsConnections {
      _ = unsafe MHD_add_response_header(message, "Connection", "close")
    }
    return unsafe MHD_queue_response(connection, UInt32(response.status.code), message)
  }

  private static func make(_ response: Response, for server: ServerContext) -> OpaquePointer? {
    switch response.body {
    case .empty: return unsafe fixed([])
    case .bytes(let bytes): return unsafe fixed(bytes)
    case .text(let text): return unsafe fixed(Array(text.utf8))
    case .stream where response.status.forbidsBody: return unsafe fixed([])
    case .stream(let producer):
      let body = StreamBody(producer) { error in
        server.logger.log(
          .error, "response stream failed",
          [
            ("request_id", .string(response.headers["X-Request-Id"] ?? "-")),
            ("error", .string("\(error)")),
          ])
      }
      return unsafe MHD_create_response_from_callback(
        mhd_shim_size_unknown(), 32_768,
        { body, _, buffer, count in
          guard let body = unsafe body, let buffer = unsafe buffer else {
            return mhd_shim_end_with_error()
          }
          let stream = unsafe Unmanaged<StreamBody>.fromOpaque(body).takeUnretainedValue()
          return
            switch unsafe stream.pull(
              into: UnsafeMutableRawBufferPointer(start: buffer, count: count))
          {
          case .bytes(let count): count
          case .end: mhd_shim_end_of_stream()
          case .failure: mhd_shim_end_with_error()
          }
        }, Unmanaged.passRetained(body).toOpaque(),
        { body in
          if let body = unsafe body { unsafe Unmanaged<StreamBody>.fromOpaque(body).release() }
        })
    }
  }

  private static func fixed(_ bytes: [UInt8]) -> OpaquePointer? {
    var bytes = bytes
    return unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe MHD_create_response_from_buffer(
        buffer.count, buffer.baseAddress, .RESPMEM_MUST_COPY)
    }
  }
}
