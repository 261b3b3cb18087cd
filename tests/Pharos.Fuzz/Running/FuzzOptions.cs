using System.Globalization;

namespace Pharos.Fuzz.Running;

/// <summary>The command line.</summary>
internal sealed record FuzzOptions
{
    public const string Usage = "Pharos.Fuzz [--seconds N] [--seed S] [--target NAME] [--corpus DIR] [--reproduce FILE]";

    /// <summary>In all, shared out evenly between the targets.</summary>
    public double Seconds { get; init; } = 20;

    public int Seed { get; init; } = Environment.TickCount & int.MaxValue;

    public string? Target { get; init; }

    public string Corpus { get; init; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>An input to run once instead of fuzzing; needs a target.</summary>
    public string? Reproduce { get; init; }

    /// <summary>Null, and a message, for a command line that is none.</summary>
    public static FuzzOptions? Parse(ReadOnlySpan<string> arguments, out string message)
    {
        var options = new FuzzOptions();
        message = "";
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                message = $"{arguments[i]} is unknown or lacks its value";
                return null;
            }

            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--seconds" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    options = options with { Seconds = seconds };
                    break;
                case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                    options = options with { Seed = seed };
                    break;
                case "--target":
                    options = options with { Target = value };
                    break;
                case "--corpus":
                    options = options with { Corpus = value };
                    break;
                case "--reproduce":
                    options = options with { Reproduce = value };
                    break;
                default:
                    message = $"{arguments[i]} {value} is not understood";
                    return null;
            }
        }

        message = options is { Reproduce: not null, Target: null } ? "--reproduce needs --target" : "";
        return message.Length == 0 ? options : null;
    }
}
