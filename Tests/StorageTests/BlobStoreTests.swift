import Domain
import FoundationEssentials
import Storage
import Testing

@Suite struct BlobStoreTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  private func put(_ text: String) throws -> [UInt8] {
    let bytes = Array(text.utf8)
    let digest = TemporaryStore.digest(bytes)
    try store.blobs.write(bytes, digest: digest)
    return digest
  }

  @Test func whatIsWrittenIsReadAndNamedByItsDigest() throws {
    #expect(try store.blobs.all() == [])
    let digest = try put("nội dung")
    #expect(try store.blobs.read(digest) == Array("nội dung".utf8))
    #expect(try store.blobs.all().map(\.name) == [Hexadecimal.text(digest)])
    #expect(try put("nội dung") == digest, "twice is once")
    #expect(try store.blobs.all().count == 1)
    #expect(try store.blobs.read(TemporaryStore.digest([1])) == nil)
    try store.blobs.remove(Hexadecimal.text(digest))
    try store.blobs.remove(Hexadecimal.text(digest))
    #expect(try store.blobs.read(digest) == nil)
  }

  @Test func onlyTheOwnerMayReadTheFolder() throws {
    _ = try put("x")
    let folder = Store.folderOfFiles(beside: file.path)
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) + [""] {
      let mode = try FileManager.default.attributesOfItem(atPath: folder + "/" + path)[
        .posixPermissions]
      #expect("\(mode ?? 0)" == (path.count > 2 ? "384" : "448"), "\(path)")
    }
  }

  @Test func copyingTakesWholeBlobsOnly() throws {
    let (whole, damaged) = (try put("whole"), try put("damaged"))
    let name = Hexadecimal.text(damaged)
    let folder = Store.folderOfFiles(beside: file.path)
    try Data("other".utf8).write(
      to: URL(filePath: "\(folder)/\(name.prefix(2))/\(name.dropFirst(2))"))
    let other = BlobStore(root: folder + "/copy")
    try store.blobs.copy(to: other, digest: TemporaryStore.digest)
    #expect(try other.all().map(\.name) == [Hexadecimal.text(whole)])
  }
}
