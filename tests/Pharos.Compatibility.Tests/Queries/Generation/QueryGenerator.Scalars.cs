namespace Pharos.Compatibility.Tests.Queries.Generation;

internal sealed partial class QueryGenerator
{
    private static readonly string[] Numbers =
        ["0", "1", "2", "0.5", "-1", "10", "100", "1e3", "3.7", "-0.25", "1e9", "0x1f", "1_000", "5m", "Inf", "-Inf", "NaN", "1e-3", "7"];

    private string Scalar(int depth)
    {
        if (depth <= 0 || Chance(40))
        {
            return _random.Next(10) switch
            {
                0 => "time()",
                1 => "pi()",
                2 when IsNewer => Pick<string>("start()", "end()", "step()", "range()", "min_of(3, step())", "max_of(time(), end())"),
                _ => Pick<string>(Numbers),
            };
        }

        return _random.Next(6) switch
        {
            0 => $"-({Scalar(depth - 1)})",
            1 or 2 => $"scalar({Aggregate(depth - 1)})",
            3 => $"({Scalar(depth - 1)} {Comparison()} bool {Scalar(depth - 1)})",
            _ => $"({Scalar(depth - 1)} {Arithmetic()} {Scalar(depth - 1)})",
        };
    }

    private string Aggregate(int depth) => $"{Pick<string>("sum", "max", "avg", "count")}({Vector(Math.Min(2, depth)).Text})";

    private string Arithmetic() => Pick<string>("+", "-", "*", "/", "+", "-", "*", "/", "%", "^", "atan2");

    private string Comparison() => Pick<string>("==", "!=", ">", "<", ">=", "<=");

    private QueryPiece WithScalar(int depth)
    {
        var vector = Vector(depth);
        var scalar = Scalar(Math.Min(2, depth));
        var isLeft = Chance(70);
        if (IsNewer && vector.HasHistograms && Chance(30))
        {
            return vector.As($"({vector.Text}) {Pick<string>("</", ">/")} {Pick<string>("0.3", "1", "-0.2", "5", "Inf", "0", Scalar(0))}");
        }

        string operation;
        if (Chance(30))
        {
            operation = Chance(50) ? $"{Comparison()} bool" : Pick<string>("!=", ">", "<", ">=", "<=", "==");
            scalar = Chance(60) ? Pick<string>("0", "1", "10", "0.5") : scalar;
        }
        else
        {
            operation = vector.Kind == ValueKind.Histogram ? Pick<string>("*", "/", "*", "/", "+") : Arithmetic();
        }

        var kind = vector.Kind == ValueKind.Classic && operation.EndsWith("bool", StringComparison.Ordinal) ? ValueKind.Gauge : vector.Kind;
        return vector with
        {
            Text = isLeft ? $"({vector.Text}) {operation} {scalar}" : $"{scalar} {operation} ({vector.Text})",
            Kind = kind,
        };
    }
}
