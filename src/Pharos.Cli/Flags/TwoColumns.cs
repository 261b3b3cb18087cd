using System.Text;

namespace Pharos.Cli.Flags;

/// <summary>
/// Help's layout: names left, sentences right, in 80 columns. A name too long for the left column has its sentences begin on the next line.
/// </summary>
internal static class TwoColumns
{
    private const int Width = 80;
    private const int Indent = 2;
    private const int Gap = 2;
    private const int LongName = 30;

    public static string Format(IEnumerable<(string Left, string Right)> rows)
    {
        var all = rows.ToArray();
        var leftWidth = all.Select(static row => row.Left.Length).Where(static length => length < LongName).DefaultIfEmpty(0).Max();
        var margin = new string(' ', Indent + leftWidth + Gap);
        var text = new StringBuilder();
        foreach (var (left, right) in all)
        {
            text.Append(' ', Indent).Append(left);
            var lines = Wrap(right, Width - margin.Length);
            if (left.Length > leftWidth)
            {
                text.Append('\n').Append(margin);
            }
            else
            {
                text.Append(' ', leftWidth - left.Length + Gap);
            }

            text.AppendJoin("\n" + margin, lines).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Sentences over the whole width.</summary>
    public static string Fill(string sentences) => string.Join('\n', Wrap(sentences, Width));

    private static List<string> Wrap(string sentences, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in sentences.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }
}
