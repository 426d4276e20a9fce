import { accessibility } from './pages/accessibility';
import { focusOn } from './pages/focus';
import { formByKeyboard } from './pages/form-by-keyboard';
import { formTyping } from './pages/form-typing';
import { longNames } from './pages/long-names';
import { narrowScreens } from './pages/narrow';
import { roles } from './pages/roles';
import { setScene, type Scene } from './pages/scene';
import { typing } from './pages/typing';
import { describeInBrowser } from './support/browser';
import { STAGE_TIMEOUT_MS } from './support/stage';

jest.setTimeout(120_000);

/** One Strapi with webhooks and deliveries of each kind, which only the last part changes. */
describeInBrowser('the pages with data', () => {
  let current: Scene;
  const scene = () => current;

  beforeAll(async () => {
    current = await setScene();
  }, STAGE_TIMEOUT_MS);

  afterAll(() => current.close());

  describe('for axe', () => accessibility(scene));
  describe('on a narrow screen', () => narrowScreens(scene));
  describe('with long names and URLs', () => longNames(scene));
  describe('typing in the middle', () => typing(scene));
  describe('typing in the middle of the form', () => formTyping(scene));
  describe('the form by keyboard', () => formByKeyboard(scene));
  describe('for a role', () => roles(scene));
  describe('the focus', () => focusOn(scene));
});
