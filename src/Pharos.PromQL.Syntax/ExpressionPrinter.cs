using Pharos.Foundation.Bytes;
using Pharos.PromQL.Syntax.Printing;

namespace Pharos.PromQL.Syntax;

/// <summary>Writes expressions on one line, in the form that Prometheus gives them. Parsing it gives the same expression.</summary>
public static class ExpressionPrinter
{
    public static string Format(Expression expression)
    {
        var text = new ByteBuffer();
        Append(text, expression);
        return text.ToString();
    }

    public static void Append(ByteBuffer destination, Expression expression) => new ExpressionWriter(destination, null).Write(expression);
}
