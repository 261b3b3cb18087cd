using Pharos.Foundation.Bytes;
using Pharos.PromQL.Syntax.Printing;

namespace Pharos.PromQL.Syntax;

/// <summary>
/// Writes expressions over several indented lines where they would be longer than a line, as Prometheus does. What is indented more than
/// a thousand times stays on one line.
/// </summary>
public static class PrettyPrinter
{
    public static string Format(Expression expression)
    {
        var text = new ByteBuffer();
        Append(text, expression);
        return text.ToString();
    }

    public static void Append(ByteBuffer destination, Expression expression) => PrettyWriter.Write(destination, expression);
}
