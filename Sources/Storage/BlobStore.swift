package import Domain
private import Glibc

/// The folder beside the database that holds the bytes of files, each named by their digest.
///
/// A blob is written under a temporary name, brought to the disk and renamed, so that a name stands
/// for whole bytes or for none. It is written before the row that names it: a crash between the two
/// leaves a blob without a row, which `remove` takes away later, never a row without a blob.
package struct BlobStore: Sendable {
  /// The folder.
  package let root: String

  /// A folder, which is made with the first blob.
  package init(root: String) { self.root = root }

  /// A blob as it lies in the folder.
  package struct Found: Sendable, Equatable {
    /// Its name: the digest of its bytes in hexadecimal.
    package let name: String
    /// When it was written.
    package let at: Instant
  }

  /// Stores bytes under their digest; what is there already is left as it is.
  /// - Throws: `.unavailable` where the disk is full or the folder cannot be written
  package func write(_ bytes: [UInt8], digest: [UInt8]) throws(DomainError) {
    let name = Hexadecimal.text(digest)
    let folder = root + "/" + name.prefix(2)
    let path = path(of: name)
    if unsafe access(path, F_OK) == 0 { return }
    for directory in [root, folder] {
      guard unsafe mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw Self.failure() }
    }
    let temporary = "\(folder)/.\(name.dropFirst(2)).\(getpid()).part"
    let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failure() }
    var isSaved = Self.write(bytes, to: file) && fsync(file) == 0
    let reason = errno
    isSaved = close(file) == 0 && isSaved
    guard isSaved, unsafe rename(temporary, path) == 0 else {
      _ = unsafe unlink(temporary)
      throw Self.failure(isSaved ? errno : reason)
    }
    for directory in [folder, root] { try Self.save(directory) }
  }

  /// The bytes of a blob; nil where it is not there.
  /// - Throws: `.unavailable` where it cannot be read
  package func read(_ digest: [UInt8]) throws(DomainError) -> [UInt8]? {
    let file = unsafe open(path(of: Hexadecimal.text(digest)), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw Self.failure()
    }
    defer { _ = close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw Self.failure() }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      guard count > 0 else { throw Self.failure() }
      done += count
    }
    return bytes
  }

  /// Takes a blob away; one that is not there is no fault.
  package func remove(_ name: String) throws(DomainError) {
    guard unsafe unlink(path(of: name)) == 0 || errno == ENOENT else { throw Self.failure() }
  }

  /// Every blob and every leftover of a write that was cut off, in no order.
  package func all() throws(DomainError) -> [Found] {
    var found: [Found] = []
    for folder in try Self.entries(of: root) where folder.utf8.count == 2 {
      for rest in try Self.entries(of: root + "/" + folder) {
        var status = stat()
        guard unsafe stat("\(root)/\(folder)/\(rest)", &status) == 0 else { continue }
        found.append(
          Found(name: folder + rest, at: Instant(seconds: Int64(status.st_mtim.tv_sec))))
      }
    }
    return found
  }

  private func path(of name: String) -> String {
    root + "/" + name.prefix(2) + "/" + name.dropFirst(2)
  }

  private static func entries(of folder: String) throws(DomainError) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw failure()
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { text in
          unsafe String(cString: text)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  private static func save(_ folder: String) throws(DomainError) {
    let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure() }
    defer { _ = close(directory) }
    guard fsync(directory) == 0 else { throw failure() }
  }

  private static func failure(_ code: Int32 = errno) -> DomainError {
    if code == ENOSPC || code == EDQUOT { return .unavailable("disk_full") }
    if code == EROFS { return .unavailable("read_only") }
    return unsafe .unavailable("files: \(String(cString: strerror(code)))")
  }
}

extension BlobStore {
  /// Copies every whole blob that another folder has not got.
  package func copy(
    to other: BlobStore, digest: ([UInt8]) -> [UInt8]
  ) throws(DomainError) {
    for blob in try all() {
      guard let name = Hexadecimal.bytes(blob.name), let bytes = try read(name),
        digest(bytes) == name
      else { continue }
      try other.write(bytes, digest: name)
    }
  }
}
