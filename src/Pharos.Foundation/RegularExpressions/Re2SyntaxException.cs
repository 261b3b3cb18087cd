using System.Text;

namespace Pharos.Foundation.RegularExpressions;

/// <summary>A pattern that RE2 rejects. The message is the one that Go's <c>regexp</c> gives for the same pattern.</summary>
public sealed class Re2SyntaxException : Exception
{
    internal Re2SyntaxException(string reason, ReadOnlySpan<byte> pattern, int position, int length)
        : base($"error parsing regexp: {reason}: `{Encoding.UTF8.GetString(pattern.Slice(position, length))}`")
    {
        Reason = reason;
        Pattern = Encoding.UTF8.GetString(pattern);
        Position = position;
    }

    /// <summary>What is wrong, without the place: for example <c>missing closing )</c>.</summary>
    public string Reason { get; }

    /// <summary>The whole pattern, with bytes that are no UTF-8 replaced.</summary>
    public string Pattern { get; }

    /// <summary>Where the offending piece begins, in bytes of the pattern's UTF-8 form.</summary>
    public int Position { get; }
}
