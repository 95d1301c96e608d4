private import CZlib

/// Unpacks DEFLATE data (RFC 1951) with zlib, a piece at a time.
package enum Inflate {
  /// What stands around the packed data.
  package enum Frame: Sendable {
    /// Nothing.
    case none
    /// That of zlib (RFC 1950). Neither its window size nor its check sum is held against the data,
    /// since there are readers who look at neither.
    case zlib
  }

  /// How unpacking ended.
  package enum End: Sendable {
    /// With the end of the data.
    case whole
    /// Where the bytes end before the data do.
    case cutOff
    /// Where the bytes are no packed data, or at once where there was no memory for it.
    case damaged
    /// Where there was more than was allowed.
    case tooLong
  }

  /// What came of it.
  package struct Unpacked: Sendable, Equatable {
    /// What was unpacked up to the end, never more than was allowed.
    package let bytes: [UInt8]
    /// How many packed bytes were read for it.
    package let read: Int
    /// How it ended.
    package let end: End
  }

  /// Bytes that are unpacked, or read, in one step.
  private static let (outputStep, inputStep) = (16 * 1024, 1024 * 1024)

  /// Unpacks data; what follows their end is left alone.
  ///
  /// - Parameters:
  ///   - packed: the packed data
  ///   - frame: what stands around them
  ///   - most: how many bytes they may unpack to; beyond it nothing is unpacked or kept
  /// - Returns: what was unpacked, and how it ended
  package static func unpack(
    _ packed: ArraySlice<UInt8>, in frame: Frame, most: Int
  ) -> Unpacked {
    switch frame {
    case .none: return unpack(packed, most)
    case .zlib:
      let head = packed.prefix(2).map { Int($0) }
      guard head.count == 2 else { return Unpacked(bytes: [], read: head.count, end: .cutOff) }
      guard head[0] & 0x0F == 8, (head[0] << 8 | head[1]) % 31 == 0 else {
        return Unpacked(bytes: [], read: 2, end: .damaged)
      }
      let found = unpack(packed.dropFirst(2), most)
      return Unpacked(bytes: found.bytes, read: found.read + 2, end: found.end)
    }
  }

  private static func unpack(_ packed: ArraySlice<UInt8>, _ most: Int) -> Unpacked {
    var stream = unsafe z_stream()
    // zlib remembers where its stream lies, so that it must stay there.
    return unsafe withUnsafeMutablePointer(to: &stream) { stream in
      let size = unsafe Int32(MemoryLayout<z_stream>.size)
      guard unsafe inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else {
        return Unpacked(bytes: [], read: 0, end: .damaged)
      }
      defer { unsafe inflateEnd(stream) }
      return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: outputStep) { room in
        unsafe packed.withUnsafeBufferPointer { input in
          unsafe run(stream, input, room, most)
        }
      }
    }
  }

  private static func run(
    _ stream: z_streamp, _ input: UnsafeBufferPointer<UInt8>,
    _ room: UnsafeMutableBufferPointer<UInt8>, _ most: Int
  ) -> Unpacked {
    var output: [UInt8] = []
    var read = 0
    while true {
      let given = min(inputStep, input.count - read)
      unsafe stream.pointee.next_in = unsafe input.baseAddress.map {
        unsafe UnsafeMutablePointer(mutating: $0 + read)
      }
      unsafe stream.pointee.avail_in = UInt32(given)
      unsafe stream.pointee.next_out = room.baseAddress
      // One byte more than may be, which is never kept, tells that there is more.
      let space = min(room.count, most - output.count + 1)
      unsafe stream.pointee.avail_out = UInt32(space)
      let result = unsafe inflate(stream, Z_NO_FLUSH)
      unsafe read += given - Int(stream.pointee.avail_in)
      let count = unsafe space - Int(stream.pointee.avail_out)
      let kept = min(count, most - output.count)
      if output.count + kept > output.capacity {
        output.reserveCapacity(min(most, max(output.count + kept, 2 * output.capacity)))
      }
      unsafe output.append(contentsOf: room[..<kept])
      let end: End
      switch result {
      case _ where count > kept: end = .tooLong
      case Z_OK: continue
      case Z_STREAM_END: end = .whole
      case Z_BUF_ERROR: end = .cutOff
      default: end = .damaged
      }
      return Unpacked(bytes: output, read: read, end: end)
    }
  }
}
