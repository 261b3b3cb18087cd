namespace Pharos.Testing.Waiting;

/// <summary>Time that no test can move, for those who share it: other processes, and servers that cut off who is slow.</summary>
public static class RealTime
{
    public static Task PassAsync(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, TimeProvider.System, cancellation);
}
