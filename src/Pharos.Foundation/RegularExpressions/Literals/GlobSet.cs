namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>Whether a text matches one of a few globs.</summary>
internal sealed class GlobSet(Glob[] globs) : TextTest
{
    public override bool IsMatch(ReadOnlySpan<byte> text)
    {
        foreach (var glob in globs)
        {
            if (glob.IsMatch(text))
            {
                return true;
            }
        }

        return false;
    }
}
