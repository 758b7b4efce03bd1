using System.Runtime.CompilerServices;

namespace HybridOrleans.Model.Tests.Engine;

/// <summary>Eight bytes inside a state.</summary>
[InlineArray(8)]
internal struct Eight
{
    private byte _first;
}
