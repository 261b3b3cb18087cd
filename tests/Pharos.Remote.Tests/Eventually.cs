namespace Pharos.Remote.Tests;

/// <summary>Waits for what another thread does, and not for ever.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    public static Task Within(this Task task) => task.WaitAsync(Patience, TimeProvider.System);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Patience, TimeProvider.System);
}
