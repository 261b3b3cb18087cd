namespace Pharos.Remote.Tests;

/// <summary>Waits for what another thread does, and not for ever.</summary>
internal static class Patience
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    public static Task Within(this Task task) => task.WaitAsync(Time, TimeProvider.System);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Time, TimeProvider.System);
}
