private import Compression
import Domain

extension Unpacker {
  /// The one that looks into files with zlib.
  static let forFiles = Unpacker(
    deflate: { Unpacked(Inflate.unpack($0, in: .none, most: $1)) },
    zlib: { Unpacked(Inflate.unpack($0, in: .zlib, most: $1)) })
}

extension Unpacker.Unpacked {
  fileprivate init(_ found: Inflate.Unpacked) {
    self.init(found.bytes, read: found.read, isWhole: found.end == .whole)
  }
}
