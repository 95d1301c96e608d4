import Glibc

/// A file that is written beside its place and put there when it is complete, so that nobody
/// meets half of it. A pipe or a device that has the name already is written to as it is.
final class OutputFile {
  let path: String
  private let temporary: String
  private let descriptor: Descriptor
  private var isOpen = true
  private var isInPlace: Bool { temporary == path }

  /// - Throws: `Failure` with exit code 73 where the file cannot be created.
  init(_ path: String) throws(Failure) {
    self.path = path
    temporary = Self.isSpecial(path) ? path : "\(path).\(getpid()).part"
    let creation = temporary == path ? 0 : O_CREAT | O_TRUNC
    // 0666 leaves the permissions to the umask, as a shell's redirection does.
    let number = unsafe open(temporary, O_WRONLY | creation | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw Self.cannotCreate(path) }
    descriptor = Descriptor(number: number)
  }

  deinit { discard() }

  func write(_ text: String) throws(Failure) { try descriptor.write(text) }

  /// Puts the file in its place, over one that is there.
  func finish() throws(Failure) {
    if isInPlace {
      isOpen = false
      guard close(descriptor.number) == 0 else { throw Self.cannotCreate(path) }
      return
    }
    let isSaved = fsync(descriptor.number) == 0
    isOpen = false
    guard close(descriptor.number) == 0, isSaved, unsafe rename(temporary, path) == 0 else {
      let failure = Self.cannotCreate(path)
      _ = unsafe unlink(temporary)
      throw failure
    }
  }

  /// Leaves no file behind; does nothing after `finish`.
  func discard() {
    guard isOpen else { return }
    isOpen = false
    _ = close(descriptor.number)
    if !isInPlace { _ = unsafe unlink(temporary) }
  }

  /// Whether a name is that of a pipe, a device or a socket, which a rename would destroy.
  private static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// Gives a finished file its name in one step, over one that is there.
  static func move(_ path: String, to target: String) throws(Failure) {
    guard unsafe rename(path, target) == 0 else { throw cannotCreate(target) }
  }

  /// The fault of an output file, with the system's reason.
  static func cannotCreate(_ path: String) -> Failure {
    Failure(.cannotCreate, "cannot create \(path)", unsafe String(cString: strerror(errno)))
  }
}
