using System.Text.Json;

namespace Pharos.Discovery.Kubernetes.Objects;

/// <summary>
/// Gives the same string for texts that come again, as keys of labels, images and names of nodes do in thousands of objects. Remembers a
/// bounded number of them. Safe for concurrent use: those who come at the same time may get two strings for one text.
/// </summary>
internal sealed class TextPool
{
    private const int Slots = 1 << 14;

    /// <summary>Longer ones are seldom the same.</summary>
    private const int Longest = 256;

    private readonly string?[] _texts = new string?[Slots];

    /// <param name="json">Stands on a text or the name of a field.</param>
    public string Read(ref Utf8JsonReader json)
    {
        if (json.HasValueSequence || json.ValueSpan.Length > Longest)
        {
            return json.GetString() ?? "";
        }

        Span<char> characters = stackalloc char[Longest];
        var text = characters[..json.CopyString(characters)];
        if (text.Length == 0)
        {
            return "";
        }

        ref var slot = ref _texts[string.GetHashCode(text, StringComparison.Ordinal) & (Slots - 1)];
        var known = Volatile.Read(ref slot);
        if (known is not null && text.SequenceEqual(known))
        {
            return known;
        }

        known = text.ToString();
        Volatile.Write(ref slot, known);
        return known;
    }
}
