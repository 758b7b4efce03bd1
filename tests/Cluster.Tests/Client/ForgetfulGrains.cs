using System.Reflection;
using System.Runtime.ExceptionServices;

namespace HybridOrleans.Cluster.Tests.Client;

/// <summary>Names grains as a client does, but for some calls as one that knows of no silo.</summary>
#pragma warning disable CA1852 // At run time a class is derived from it, which is the proxy.
internal class ForgetfulGrains : DispatchProxy
#pragma warning restore CA1852
{
    private IGrainFactory? _grains;
    private int _refusals;

    public static (IGrainFactory Grains, ForgetfulGrains Control) Over(IGrainFactory grains)
    {
        var proxy = Create<IGrainFactory, ForgetfulGrains>();
        var control = (ForgetfulGrains)(object)proxy;
        control._grains = grains;
        return (proxy, control);
    }

    /// <summary>Refuses the next calls, as many as said.</summary>
    public void Forget(int calls) => Volatile.Write(ref _refusals, calls);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            throw new ArgumentException("Could not find an implementation for interface hybrid.pulse");
        }

        try
        {
            return targetMethod!.Invoke(_grains, args);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}
