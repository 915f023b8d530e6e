module.exports = {
  title: 'Docs', url: 'https://docs.example', baseUrl: '/', onBrokenLinks: 'warn',
  scripts: [{ src: 'https://playground.example/embed.js', async: true }],
  presets: [['classic', { docs: { routeBasePath: '/', sidebarPath: false }, blog: false, theme: {} }]],
};
