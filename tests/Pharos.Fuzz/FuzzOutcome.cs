using System.Numerics;
using Pharos.Foundation.Bytes;

namespace Pharos.Fuzz;

/// <summary>
/// What came of one input, in two views. The digest covers all results, exactly, and must be the same when the input is run again. The
/// features are the rough shape of the results; pairs of them that were never seen in a row say that the input is a new kind.
/// </summary>
internal sealed class FuzzOutcome
{
    private const int MapBits = 20;

    private readonly ulong[] _seenPairs = new ulong[1 << (MapBits - 6)];
    private XxHash64 _digest = new();
    private ulong _lastFeature;

    /// <summary>Whether a pair of features was new since <see cref="Begin"/>.</summary>
    public bool IsNovel { get; private set; }

    public ulong Digest => _digest.Current();

    /// <summary>The error or message noted last, to say what differs; "" if there is none.</summary>
    public string LastMessage { get; private set; } = "";

    public void Begin()
    {
        _digest = new XxHash64();
        _lastFeature = 0;
        IsNovel = false;
        LastMessage = "";
    }

    /// <summary>Adds to the digest.</summary>
    public void Result(ReadOnlySpan<byte> bytes)
    {
        Result((ulong)bytes.Length);
        _digest.Append(bytes);
    }

    public void Result(string text) => Result(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>NaNs differ by payload: the bits count.</summary>
    public void Result(double value) => Result(BitConverter.DoubleToUInt64Bits(value));

    public void Result(long value) => Result((ulong)value);

    public void Result(bool value) => _digest.Append(value ? (byte)1 : (byte)0);

    public void Result(ulong value) => _digest.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in value)));

    /// <summary>Notes a feature; the same one many times in a row counts once.</summary>
    public void Feature(ulong kind, ulong detail = 0)
    {
        var feature = (kind << 48) ^ (detail * 0x9E37_79B9_7F4A_7C15);
        if (feature == _lastFeature)
        {
            return;
        }

        var pair = (BitOperations.RotateLeft(_lastFeature, 17) ^ feature) * 0xD6E8_FEB8_6659_FD93;
        var at = pair >> (64 - MapBits);
        ref var word = ref _seenPairs[at >> 6];
        var bit = 1UL << (int)(at & 63);
        IsNovel |= (word & bit) == 0;
        word |= bit;
        _lastFeature = feature;
    }

    /// <summary>Notes a documented error: all of it in the digest, and its wording without the particulars as a feature.</summary>
    public void Error(Exception error)
    {
        Result(LastMessage = error.Message);
        Feature(0xE0, Template(error.Message));
    }

    /// <summary>Notes a message, "" for none.</summary>
    public void Message(string message)
    {
        Result(LastMessage = message);
        Feature(0xE1, Template(message));
    }

    /// <summary>A hash of the letters outside quotes.</summary>
    private static ulong Template(string message)
    {
        var hash = 1469598103934665603UL;
        var quote = '\0';
        foreach (var letter in message)
        {
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '`')
            {
                quote = letter;
            }
            else if (char.IsAsciiLetter(letter))
            {
                hash = (hash ^ letter) * 1099511628211;
            }
        }

        return hash;
    }
}
