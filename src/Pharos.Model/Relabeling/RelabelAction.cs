using Pharos.Foundation.Text;

namespace Pharos.Model.Relabeling;

/// <summary>What a relabelling rule does; the configuration has the same words in lower case.</summary>
public enum RelabelAction : byte
{
    /// <summary>Sets the target label to the replacement where the pattern matches the source.</summary>
    Replace,

    /// <summary>Drops the label set where the pattern does not match the source.</summary>
    Keep,

    /// <summary>Drops the label set where the pattern matches the source.</summary>
    Drop,

    /// <summary>Drops the label set where the target label is not equal to the source.</summary>
    KeepEqual,

    /// <summary>Drops the label set where the target label is equal to the source.</summary>
    DropEqual,

    /// <summary>Sets the target label to a hash of the source, modulo the modulus.</summary>
    HashMod,

    /// <summary>Copies each label whose name the pattern matches to the name that the replacement makes of it.</summary>
    LabelMap,

    /// <summary>Removes the labels whose names the pattern matches.</summary>
    LabelDrop,

    /// <summary>Removes the labels whose names the pattern does not match.</summary>
    LabelKeep,

    /// <summary>Sets the target label to the source in lower case.</summary>
    Lowercase,

    /// <summary>Sets the target label to the source in upper case.</summary>
    Uppercase,
}

public static class RelabelActions
{
    private static readonly string[] Names =
    [
        "replace", "keep", "drop", "keepequal", "dropequal", "hashmod", "labelmap", "labeldrop", "labelkeep", "lowercase", "uppercase",
    ];

    public static string Name(RelabelAction action) => Names[(int)action];

    /// <summary>Reads the word of the configuration, in any case. Throws <see cref="FormatException"/>.</summary>
    public static RelabelAction Parse(string text)
    {
        var index = Array.IndexOf(Names, text.ToLowerInvariant());
        return index >= 0 ? (RelabelAction)index : throw new FormatException("unknown relabel action " + GoQuote.Quote(text));
    }
}
