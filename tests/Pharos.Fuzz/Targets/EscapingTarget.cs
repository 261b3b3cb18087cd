using System.Buffers;
using System.Text.Unicode;
using Pharos.Formats.Negotiation;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Fuzz.Targets;

/// <summary>Names, escaped by each scheme and back.</summary>
internal sealed class EscapingTarget : IFuzzTarget
{
    private static readonly SearchValues<byte> SimpleBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz._"u8);

    private readonly ByteBuffer _escaped = new();
    private readonly ByteBuffer _original = new();

    public string Name => "escaping";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of("http_requests_total", "http.status", "no:escaping", "label with 😱", "U__a_2e_b", "a__dot__b", "0x_", "_", "");

    public IReadOnlyList<byte[]> Tokens { get; } = [.. Targets.Seeds.Of("_dot_", "__", "U__", "_2e_", "_10ffff_", "_d800_", "_fffd_", ".", ":", "é", "\uFFFD", "0"), [0xFF], [0xED, 0xA0, 0x80]];

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        foreach (var scheme in (ReadOnlySpan<EscapingScheme>)[EscapingScheme.AllowUtf8, EscapingScheme.Underscores, EscapingScheme.Dots, EscapingScheme.Values])
        {
            Original(input, scheme);
            outcome.Result(_original.Written);
            outcome.Feature(1, (ulong)scheme << 8 | (ulong)Math.Min(_original.Length, 15) << 1 | (_original.Written.SequenceEqual(input) ? 1UL : 0));
            _escaped.Clear();
            EscapedName.Append(_escaped, input, scheme);
            var escaped = _escaped.Written;
            outcome.Result(escaped);
            BrokenInvariantException.Require(
                scheme == EscapingScheme.AllowUtf8 || input.IsEmpty || NameValidation.IsLegacyMetricName(escaped), $"escaped by {scheme}, it is no classic name");
            Original(escaped, scheme);
            BrokenInvariantException.Require(!IsReversible(input, scheme) || _original.Written.SequenceEqual(input), $"not the same after {scheme} and back");
        }
    }

    private void Original(ReadOnlySpan<byte> name, EscapingScheme scheme)
    {
        _original.Clear();
        EscapedName.AppendOriginal(_original, name, scheme);
    }

    /// <summary>
    /// A classic name that looks escaped is left alone one way and not the other; dots only promise names of letters, dots and underscores, and
    /// not those in which an underscore stands before what looks like an escape.
    /// </summary>
    private static bool IsReversible(ReadOnlySpan<byte> name, EscapingScheme scheme) => scheme switch
    {
        EscapingScheme.AllowUtf8 => true,
        EscapingScheme.Values => Utf8.IsValid(name) && !(name.StartsWith("U__"u8) && NameValidation.IsLegacyMetricName(name)),
        EscapingScheme.Dots => !name.ContainsAnyExcept(SimpleBytes) && name.IndexOf("dot"u8) < 0 && name.IndexOf("_."u8) < 0 && name.IndexOf("._"u8) < 0,
        _ => false,
    };
}
