using System.Globalization;

namespace Pharos.Fuzz.Running;

/// <summary>Runs single inputs and decides whether what came of them is all right.</summary>
internal sealed class InputCheck(Func<IFuzzTarget> newTarget, FuzzOutcome outcome, Watchdog watchdog)
{
    private readonly IFuzzTarget _target = newTarget();
    private readonly FuzzOutcome _again = new();

    /// <summary>
    /// Null if all is well, else what is not. A second run, by a target that has seen nothing before, must come to the same.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="always">Whether there is a second run in any case, not only for inputs of a new kind.</param>
    public string? Check(byte[] input, bool always)
    {
        watchdog.Begin(_target.Name, input);
        try
        {
            outcome.Begin();
            var before = GC.GetAllocatedBytesForCurrentThread();
            _target.Run(input, outcome);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > _target.AllocationLimit(input.Length))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{allocated} bytes allocated for an input of {input.Length}, at most {_target.AllocationLimit(input.Length)} are in order");
            }

            if (!always && !outcome.IsNovel)
            {
                return null;
            }

            _again.Begin();
            newTarget().Run(input, _again);
            return _again.Digest == outcome.Digest ? null : "the second run came to another result";
        }
#pragma warning disable CA1031 // That no exception escapes is what is tested; each is reported with the input.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception is BrokenInvariantException ? exception.Message + "\n" + exception.StackTrace : exception.ToString();
        }
        finally
        {
            watchdog.End();
        }
    }
}
