namespace Pharos.PromQL.Syntax;

/// <summary>Writes expressions on one line, in the form that Prometheus gives them.</summary>
public static class ExpressionPrinter
{
    public static string Format(Expression expression) => expression.Position.ToString();
}
