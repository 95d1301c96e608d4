/// How packed data are unpacked, for looking into files that people hand in; handed in from outside,
/// since this room knows no library.
package struct Unpacker: Sendable {
  /// What came of unpacking.
  package struct Unpacked: Sendable {
    /// What precedes the end, the damage or the limit.
    package let bytes: [UInt8]
    /// How many packed bytes were read for it.
    package let read: Int
    /// Whether it is all there was.
    package let isWhole: Bool

    /// Puts a result together.
    package init(_ bytes: [UInt8], read: Int, isWhole: Bool) {
      self.bytes = bytes
      self.read = read
      self.isWhole = isWhole
    }
  }

  /// Unpacks bytes to no more than so many.
  package typealias Work = @Sendable (_ packed: ArraySlice<UInt8>, _ most: Int) -> Unpacked

  /// Undoes DEFLATE (RFC 1951), as parts of archives are packed.
  let deflate: Work
  /// The same in the frame of zlib (RFC 1950), as streams of PDF files are packed.
  let zlib: Work

  /// An unpacker of these two ways.
  package init(deflate: @escaping Work, zlib: @escaping Work) {
    self.deflate = deflate
    self.zlib = zlib
  }
}
