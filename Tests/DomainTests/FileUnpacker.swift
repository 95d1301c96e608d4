import Compression
import Domain

extension Unpacker {
  /// Unpacks with zlib, as the register does.
  static let forTests = counting { _, _ in }

  /// The same, telling how many bytes were read and unpacked.
  static func counting(_ note: @escaping @Sendable (Int, Int) -> Void) -> Unpacker {
    func work(_ frame: Inflate.Frame) -> Work {
      { packed, most in
        let found = Inflate.unpack(packed, in: frame, most: most)
        note(found.read, found.bytes.count)
        return Unpacked(found.bytes, read: found.read, isWhole: found.end == .whole)
      }
    }
    return Unpacker(deflate: work(.none), zlib: work(.zlib))
  }
}
