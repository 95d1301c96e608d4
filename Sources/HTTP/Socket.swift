import Glibc

/// The calls of the socket interface, here and nowhere else, so that pointers stay in one file.
/// Descriptors are plain numbers: who opens one closes it.
enum Socket {
  /// A call failed with this `errno`.
  struct Failure: Error, Equatable {
    let code: Int32

    /// The system's text for the code.
    var message: String {
      guard let text = unsafe strerror(code) else { return "error \(code)" }
      return unsafe String(cString: text)
    }
  }

  /// What a read brought.
  enum Received: Equatable {
    case bytes([UInt8])
    /// The peer sends no more.
    case end
    /// The peer, or this side's ``shutdown(_:)``, broke the connection.
    case reset
    /// Nothing came within the time set.
    case timeout
  }

  /// Opens a listening socket on a numeric address or a name and a port; port 0 lets the system
  /// choose. `::` takes IPv4 as well, any other IPv6 address does not.
  static func listen(host: String, port: UInt16) throws(Failure) -> Int32 {
    try unsafe open(host: host, port: port, passive: true) { descriptor, address, length in
      set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
      if unsafe family(of: address) == AF_INET6 {
        set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, host == "::" ? 0 : 1)
      }
      guard unsafe bind(descriptor, address, length) == 0 else { return false }
      return Glibc.listen(descriptor, SOMAXCONN) == 0
    }
  }

  /// Connects to a server and sets how many seconds a read or write may wait.
  static func connect(host: String, port: UInt16, seconds: Int) throws(Failure) -> Int32 {
    try unsafe open(host: host, port: port, passive: false) { descriptor, address, length in
      set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
      setTimeout(descriptor, SO_RCVTIMEO, seconds)
      setTimeout(descriptor, SO_SNDTIMEO, seconds)
      return unsafe Glibc.connect(descriptor, address, length) == 0
    }
  }

  /// The port a socket is bound to.
  static func localPort(_ descriptor: Int32) -> UInt16? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard unsafe getsockname(descriptor, address, &length) == 0 else { return nil }
        return unsafe name(of: address, length: length).flatMap { UInt16($0.port) }
      }
    }
  }

  /// The numeric form of a peer's address; an IPv4 address in IPv6 clothes is shown as IPv4.
  static func numericAddress(_ address: UnsafePointer<sockaddr>) -> String {
    let isIPv6 = unsafe family(of: address) == AF_INET6
    let length = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    guard let host = unsafe name(of: address, length: socklen_t(length))?.host else { return "-" }
    return host.hasPrefix("::ffff:") ? String(host.dropFirst(7)) : host
  }

  /// Sends all bytes, waiting where the peer reads slowly.
  ///
  /// - Returns: whether all were taken.
  static func send(_ descriptor: Int32, _ bytes: [UInt8], flags: Int32 = 0) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.send(
          descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL) | flags)
      }
      if sent > 0 {
        rest = rest.dropFirst(sent)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// Sends what fits into the system's buffer without waiting.
  static func sendNow(_ descriptor: Int32, _ bytes: [UInt8]) {
    _ = send(descriptor, bytes, flags: Int32(MSG_DONTWAIT))
  }

  /// Reads what there is, at most 64 KiB.
  static func receive(_ descriptor: Int32) -> Received {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
      }
      if count > 0 { return .bytes(Array(buffer.prefix(count))) }
      if count == 0 { return .end }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .timeout
      default: return .reset
      }
    }
  }

  /// Ends both directions; the descriptor stays open, so another thread that reads it sees the end.
  static func shutdown(_ descriptor: Int32) {
    _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Ends the sending direction only.
  static func shutdownSending(_ descriptor: Int32) {
    _ = Glibc.shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Gives the descriptor back.
  static func close(_ descriptor: Int32) {
    _ = Glibc.close(descriptor)
  }

  private static func open(
    host: String, port: UInt16, passive: Bool,
    use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
  ) throws(Failure) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = passive ? AI_PASSIVE : 0
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0, let first = unsafe list,
      let address = unsafe first.pointee.ai_addr
    else { throw Failure(code: EADDRNOTAVAIL) }
    defer { unsafe freeaddrinfo(first) }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = unsafe socket(first.pointee.ai_family, kind, 0)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    guard unsafe use(descriptor, address, first.pointee.ai_addrlen) else {
      let code = errno
      close(descriptor)
      throw Failure(code: code)
    }
    if passive {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
    return descriptor
  }

  /// The address family, which is the first field of every address. It is read by its place because
  /// release builds hold the field to be a part of libmicrohttpd's module.
  private static func family(of address: UnsafePointer<sockaddr>) -> Int32 {
    unsafe Int32(UnsafeRawPointer(address).load(as: sa_family_t.self))
  }

  private static func name(
    of address: UnsafePointer<sockaddr>, length: socklen_t
  ) -> (host: String, port: String)? {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let flags = NI_NUMERICHOST | NI_NUMERICSERV
    let status = unsafe getnameinfo(
      address, length, &host, socklen_t(host.count), &service, socklen_t(service.count), flags)
    guard status == 0 else { return nil }
    return (text(host), text(service))
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    _ = unsafe setsockopt(
      descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func setTimeout(_ descriptor: Int32, _ option: Int32, _ seconds: Int) {
    var value = timeval(tv_sec: seconds, tv_usec: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<timeval>.size))
  }
}
