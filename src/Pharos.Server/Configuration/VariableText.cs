using System.Text;

namespace Pharos.Server.Configuration;

/// <summary>
/// Texts with <c>$NAME</c> and <c>${NAME}</c> for variables of the environment, as a shell has them; <c>$$</c> is a dollar sign. Characters
/// that stand for something in a shell, such as <c>$?</c>, are names too.
/// </summary>
internal static class VariableText
{
    public static string Expand(string text, Func<string, string?> variable)
    {
        var expanded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var dollar = text.IndexOf('$', at);
            if (dollar < 0 || dollar + 1 == text.Length)
            {
                expanded.Append(text, at, text.Length - at);
                break;
            }

            expanded.Append(text, at, dollar - at);
            at = dollar + 1;
            var length = text[at] == '{' ? Braced(text.AsSpan(at), out var name) : Bare(text.AsSpan(at), out name);
            if (length == 0)
            {
                expanded.Append('$');
            }
            else if (name.Length > 0)
            {
                expanded.Append(name == "$" ? "$" : variable(name));
            }

            at += length;
        }

        return expanded.ToString();
    }

    /// <summary>Gives how much there is to skip. Braces that are not closed, or have nothing in them, are skipped without a name.</summary>
    private static int Braced(ReadOnlySpan<char> text, out string name)
    {
        var end = text.IndexOf('}');
        name = end < 0 ? "" : text[1..end].ToString();
        return end < 0 ? 1 : end + 1;
    }

    /// <inheritdoc cref="Braced"/>
    private static int Bare(ReadOnlySpan<char> text, out string name)
    {
        var length = 0;
        if ("*#$@!?-0123456789".Contains(text[0], StringComparison.Ordinal))
        {
            length = 1;
        }
        else
        {
            while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
            {
                length++;
            }
        }

        name = text[..length].ToString();
        return length;
    }
}
