namespace Pharos.Foundation.RegularExpressions;

/// <summary>The flags a pattern starts with; <c>(?imsU)</c> inside the pattern changes them.</summary>
[Flags]
public enum Re2Options
{
    None = 0,

    /// <summary>Letters match their other cases too (<c>i</c>).</summary>
    IgnoreCase = 1,

    /// <summary><c>^</c> and <c>$</c> match at the bounds of lines as well (<c>m</c>).</summary>
    MultiLine = 2,

    /// <summary><c>.</c> matches a line feed too (<c>s</c>).</summary>
    DotMatchesNewline = 4,

    /// <summary>Swaps the meaning of <c>x*</c> and <c>x*?</c> and their like (<c>U</c>).</summary>
    Ungreedy = 8,
}
