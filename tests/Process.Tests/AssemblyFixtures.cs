using HybridOrleans.TestKit;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
