using System.Runtime.CompilerServices;

namespace HybridOrleans.Model.Tests.Engine;

/// <summary>Two values inside a state.</summary>
[InlineArray(2)]
internal struct Two<T>
    where T : unmanaged
{
    private T _first;
}
