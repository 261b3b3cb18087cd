using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Compression;

/// <summary>Reads zstd frames by the system's library. Not safe for concurrent use.</summary>
public sealed class ZstdDecoder : IDisposable
{
    /// <summary>What the library makes of a block at most; asking for room in such steps, a frame gets no more memory than it fills.</summary>
    private const int StepLength = 128 << 10;

    private readonly ZstdDecompressionContext _context;

    /// <exception cref="PlatformNotSupportedException">The library is not on this machine.</exception>
    public ZstdDecoder()
    {
        _context = ZstdLibrary.NewDecompressionContext();
    }

    /// <summary>
    /// Appends the content of all frames in <paramref name="source"/>. False if they are damaged, end early or hold more than
    /// <paramref name="maxLength"/> bytes: then <paramref name="problem"/> says so and anything up to that length may have been appended.
    /// </summary>
    public unsafe bool TryDecode(ReadOnlySpan<byte> source, ByteBuffer destination, int maxLength, out string problem)
    {
        problem = "";
        var code = ZstdLibrary.Reset(_context, ZstdLibrary.ResetSession);
        var total = 0;
        fixed (byte* from = source)
        {
            var input = new ZstdInput { Bytes = from, Length = (nuint)source.Length };
            var isFull = false;
            while (!ZstdLibrary.IsError(code) && (input.Position < input.Length || (isFull && code != 0)))
            {
                // One byte more than is allowed shows that there is too much.
                var room = destination.GetSpan(Math.Min(StepLength, maxLength - total + 1));
                room = room[..Math.Min(room.Length, maxLength - total + 1)];
                fixed (byte* to = room)
                {
                    var output = new ZstdOutput { Bytes = to, Length = (nuint)room.Length };
                    code = ZstdLibrary.Decompress(_context, ref output, ref input);
                    isFull = output.Position == output.Length;
                    var count = Math.Min((int)output.Position, maxLength - total);
                    destination.Advance(count);
                    total += count;
                    if (count < (int)output.Position)
                    {
                        problem = $"the content is longer than {maxLength} bytes";
                        return false;
                    }
                }
            }
        }

        if (ZstdLibrary.IsError(code))
        {
            problem = ZstdLibrary.ErrorText(code);
            return false;
        }

        if (code != 0)
        {
            problem = "the frame ends early";
            return false;
        }

        return true;
    }

    public void Dispose() => _context.Dispose();
}
