using System.Text;

namespace Pharos.Server.Configuration;

/// <summary>Texts with <c>$NAME</c> and <c>${NAME}</c> for variables of the environment; <c>$$</c> is a dollar sign.</summary>
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
            at = Variable(text, dollar + 1, variable, expanded);
        }

        return expanded.ToString();
    }

    /// <summary>Appends what the name behind the dollar sign stands for, and gives the place behind it.</summary>
    private static int Variable(string text, int at, Func<string, string?> variable, StringBuilder expanded)
    {
        if (text[at] == '$')
        {
            expanded.Append('$');
            return at + 1;
        }

        var isBraced = text[at] == '{';
        var end = isBraced ? text.IndexOf('}', at) : at;
        if (end < 0)
        {
            expanded.Append('$');
            return at;
        }

        while (!isBraced && end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        var name = isBraced ? text[(at + 1)..end] : text[at..end];
        if (name.Length == 0 && !isBraced)
        {
            expanded.Append('$');
            return at;
        }

        expanded.Append(variable(name));
        return isBraced ? end + 1 : end;
    }
}
